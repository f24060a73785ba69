/** The staging log. */
@NullMarked
package dev.ingot.stager.log;

import org.jspecify.annotations.NullMarked;
