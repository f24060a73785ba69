/** Users, roles, tokens and keys as authentication needs them, in plain SQL. */
@NullMarked
package dev.ingot.controller.auth.db;

import org.jspecify.annotations.NullMarked;
