Rails.application.routes.draw { root 'notes#index' }
