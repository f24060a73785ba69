/** The buildpack {@code ingot/binary}: a program that is ready to run. */
@NullMarked
package dev.ingot.buildpacks.binary;

import org.jspecify.annotations.NullMarked;
