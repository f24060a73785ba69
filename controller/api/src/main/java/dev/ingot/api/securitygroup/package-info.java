/** Security groups on the wire. */
@NullMarked
package dev.ingot.api.securitygroup;

import org.jspecify.annotations.NullMarked;
