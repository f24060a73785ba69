/** Tests of buildpacks. */
@NullMarked
package dev.ingot.controller.buildpack;

import org.jspecify.annotations.NullMarked;
