/** The certificate of the HTTPS port. */
@NullMarked
package dev.ingot.router.tls;

import org.jspecify.annotations.NullMarked;
