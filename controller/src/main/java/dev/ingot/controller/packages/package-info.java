/** Packages: what a user uploaded for an app, checked, completed from the resource pool and kept by digest; immutable once READY. */
@NullMarked
package dev.ingot.controller.packages;

import org.jspecify.annotations.NullMarked;
