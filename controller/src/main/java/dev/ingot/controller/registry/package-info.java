/**
 * The embedded OCI registry (OCI distribution-spec 1.1): blobs, manifests and tags, content-addressed on disk, without a database.
 * A blob is visible only in the repositories that have it. Nothing that was acknowledged is lost by a kill.
 */
@NullMarked
package dev.ingot.controller.registry;

import org.jspecify.annotations.NullMarked;
