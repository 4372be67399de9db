//! balcao-desk
