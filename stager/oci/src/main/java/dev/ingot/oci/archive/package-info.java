/** Images as files: OCI image layouts and docker archives, packed with tar. */
@NullMarked
package dev.ingot.oci.archive;

import org.jspecify.annotations.NullMarked;
