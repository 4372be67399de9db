//! Files of customers, on both databases, in a folder and in a bucket.

mod bucket;
mod collecting;
mod fixture;
mod keeping;
mod uploading;
