/** The buildpack {@code ingot/apt}: Debian packages an app asks for, as a layer and without rights. */
@NullMarked
package dev.ingot.buildpacks.apt;

import org.jspecify.annotations.NullMarked;
