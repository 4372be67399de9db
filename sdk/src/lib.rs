//! balcao-plugin
