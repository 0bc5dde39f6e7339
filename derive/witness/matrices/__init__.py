"""The layers in numpy: forward and backward in matrix form, a row of the table for each type; samples are rows."""

from __future__ import annotations

from derive.witness.matrices.attention import attention_back, attention_forth
from derive.witness.matrices.base import Arrays, Back, Earlier, Found, Type
from derive.witness.matrices.dense import dense_back, dense_forth
from derive.witness.matrices.normal import BATCH_NORM, LAYER_NORM
from derive.witness.matrices.routing import (
    dropout_back,
    dropout_forth,
    embedding_back,
    embedding_forth,
    flatten_back,
    flatten_forth,
    skip_back,
    skip_forth,
)
from derive.witness.matrices.windows import convolution_back, convolution_forth, pooling_back, pooling_forth

__all__ = ["TYPES", "Arrays", "Back", "Earlier", "Found", "Type"]

TYPES: dict[str, Type] = {
    "dense": Type(dense_forth, dense_back),
    "skip": Type(skip_forth, skip_back),
    "convolution": Type(convolution_forth, convolution_back),
    "pooling": Type(pooling_forth, pooling_back),
    "flatten": Type(flatten_forth, flatten_back),
    "dropout": Type(dropout_forth, dropout_back),
    "layer_norm": Type(LAYER_NORM.forth, LAYER_NORM.back),
    "batch_norm": Type(BATCH_NORM.forth, BATCH_NORM.back),
    "embedding": Type(embedding_forth, embedding_back),
    "attention": Type(attention_forth, attention_back),
}
