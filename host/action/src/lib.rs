//! balcao-action
