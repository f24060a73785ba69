/** The buildpack {@code ingot/static}: static web sites, served by nginx out of Debian's packages. */
@NullMarked
package dev.ingot.buildpacks.staticsite;

import org.jspecify.annotations.NullMarked;
