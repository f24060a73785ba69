/** Droplets as files: an OCI image layout in a gzipped tar archive, which `docker load` and skopeo read too, with a page of our own about processes. */
@NullMarked
package dev.ingot.controller.droplet.archive;

import org.jspecify.annotations.NullMarked;
