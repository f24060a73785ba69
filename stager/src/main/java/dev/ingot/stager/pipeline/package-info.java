/** One staging from package to image: phases in order, each timed, limited and named when it fails. */
@NullMarked
package dev.ingot.stager.pipeline;

import org.jspecify.annotations.NullMarked;
