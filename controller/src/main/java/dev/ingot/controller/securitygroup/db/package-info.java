/** Security groups in the database. */
@NullMarked
package dev.ingot.controller.securitygroup.db;

import org.jspecify.annotations.NullMarked;
