/** login, logout, target. */
@NullMarked
package dev.ingot.cli.login;

import org.jspecify.annotations.NullMarked;
