@NullMarked
package dev.ingot.controller.sidecar;

import org.jspecify.annotations.NullMarked;
