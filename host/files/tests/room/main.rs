//! Files of customers, on both databases.

mod fixture;
mod keeping;
mod uploading;
