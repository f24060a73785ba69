/** The stream to the controller: routes come in, access log lines and failed endpoints go out. */
@NullMarked
package dev.ingot.router.stream;

import org.jspecify.annotations.NullMarked;
