/** The endpoints of manifests. */
@NullMarked
package dev.ingot.controller.manifest.http;

import org.jspecify.annotations.NullMarked;
