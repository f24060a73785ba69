/** Signing in and out. */
@NullMarked
package dev.ingot.webui.signin;

import org.jspecify.annotations.NullMarked;
