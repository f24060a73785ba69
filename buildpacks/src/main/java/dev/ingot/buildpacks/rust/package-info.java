/** The buildpack {@code ingot/rust}: Cargo packages and workspaces, compiled by Debian's Rust. */
@NullMarked
package dev.ingot.buildpacks.rust;

import org.jspecify.annotations.NullMarked;
