/** Resolution of build plans: pure functions, no file, clock or container. */
@NullMarked
package dev.ingot.stager.plan;

import org.jspecify.annotations.NullMarked;
