/** What finding the buildpacks of an app costs. */
@NullMarked
package dev.ingot.bench.detect;

import org.jspecify.annotations.NullMarked;
