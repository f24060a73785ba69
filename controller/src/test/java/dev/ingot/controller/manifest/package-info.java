/** Tests: Manifests. */
@NullMarked
package dev.ingot.controller.manifest;

import org.jspecify.annotations.NullMarked;
