/** Tests of logins at other providers. */
@NullMarked
package dev.ingot.controller.federation;

import org.jspecify.annotations.NullMarked;
