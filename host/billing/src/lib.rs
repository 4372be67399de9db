//! balcao-billing
