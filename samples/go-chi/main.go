package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func main() {
	router := chi.NewRouter()
	router.Use(middleware.SetHeader("X-App-Instance", os.Getenv("CF_INSTANCE_INDEX")))
	router.Get("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "Hello from Ingot")
	})
	router.Get("/users/{name}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, chi.URLParam(r, "name"))
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Fatal(http.ListenAndServe(":"+port, router))
}
