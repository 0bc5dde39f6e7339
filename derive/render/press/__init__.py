"""The printing press: which TeX engines there are, how one is run safely, and what its log says."""
