/** Tests of the feature droplet. */
@NullMarked
package dev.ingot.controller.droplet;

import org.jspecify.annotations.NullMarked;
