/** Documents about images, stored beside them: bills of materials, provenance, and the manifests by which they refer to the image. */
@NullMarked
package dev.ingot.oci.document;

import org.jspecify.annotations.NullMarked;
