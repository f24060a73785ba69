/** The endpoints of sidecars. */
@NullMarked
package dev.ingot.controller.sidecar.http;

import org.jspecify.annotations.NullMarked;
