FROM python:3.11-slim AS build
COPY requirements.lock /tmp/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 perennial
COPY --from=build /venv /venv
WORKDIR /app
COPY --chown=perennial . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 VAR_DIR=/data
RUN mkdir /data && chown perennial /data \
 && VAR_DIR=/tmp/build python manage.py messages --compile \
 && python manage.py collectstatic --noinput && chown -R perennial /data
USER perennial
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--access-logfile", "-"]
