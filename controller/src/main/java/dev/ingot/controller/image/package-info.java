/** Where the platform's images lie: in its own registry, or in one an operator names; droplets, stacks and rebases use it alike. */
@NullMarked
package dev.ingot.controller.image;

import org.jspecify.annotations.NullMarked;

