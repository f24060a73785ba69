/** Sidecars: further processes that run in the containers of some of an app's process types. */
@NullMarked
package dev.ingot.controller.sidecar;

import org.jspecify.annotations.NullMarked;
