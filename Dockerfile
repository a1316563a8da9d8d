# One image for web, worker and beat. Nothing in it is secret and nothing in it runs as root.

FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements/base.txt /requirements/
RUN pip install --require-hashes -r /requirements/base.txt

# Node and the design system's package stay in this stage; only the served files leave it.
FROM packages AS assets
COPY requirements/setup.txt /requirements/
RUN pip install --require-hashes -r /requirements/setup.txt
WORKDIR /app
COPY . .
ENV VAR_DIR=/build ASSETS_DIR=/build/assets STATIC_ROOT=/build/static SITE_URL=https://localhost
RUN DEBUG=1 python manage.py build_assets \
    && DEBUG=0 SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" \
    ANONYMITY_SECRET="$(python -c 'import secrets; print(secrets.token_hex(32))')" \
    python manage.py collectstatic --no-input

FROM python:3.13-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DEBUG=0 VAR_DIR=/var/lib/workshop STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/workshop workshop
COPY --from=packages /opt/venv /opt/venv
COPY --from=assets /build/static /srv/static
WORKDIR /app
COPY . .
USER 10001
VOLUME /var/lib/workshop
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "workshop.config.wsgi"]
