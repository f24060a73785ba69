/** What crosses a boundary: the records of the v3 API one package a resource, error codes, and the protocols of cell and router. */
@NullMarked
package dev.ingot.api;

import org.jspecify.annotations.NullMarked;
