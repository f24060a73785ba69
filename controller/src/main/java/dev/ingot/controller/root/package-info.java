/** What the platform says about itself, and what it makes at its first start. */
@NullMarked
package dev.ingot.controller.root;

import org.jspecify.annotations.NullMarked;
