/** `/v3/buildpacks`, and the inside doors through which cells fetch bits and the platform tells its own. */
@NullMarked
package dev.ingot.controller.buildpack.http;

import org.jspecify.annotations.NullMarked;
