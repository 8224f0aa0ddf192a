using System.Net;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Telemetry;
using MusicGen.Storage;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Dashboard;

namespace MusicGen.Silo.Telemetry;

/// <summary>Adds what operators see of a silo from outside.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "musicgen";

    /// <summary>Orleans' spans of the product's calls and stores. Those of its own calls between silos are noise.</summary>
    private static readonly string[] OrleansSources = ["Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage"];

    private static readonly string[] Meters =
        [Instrumentation.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Call it when the store is among the services: its operations are measured.</summary>
    /// <param name="builder">Of the service.</param>
    /// <param name="options">Without faults.</param>
    /// <param name="instance">What this process is called; the same at each start where it matters, so that a restart goes on with the same series.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options, string instance)
    {
        if (options.OperatorPort is { } port)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.OperatorAddress), port));
            builder.UseOrleans(silo => silo.AddDashboard(dashboard => dashboard.HideTrace = true)); // its log stream would show other owners' ids
        }
        if (!options.IsOn) return;
        MeasureStore(builder.Services);
        builder.UseOrleans(silo => silo.AddActivityPropagation());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: Instrumentation.Meter.Version, serviceInstanceId: instance))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new WorkSampler(options.SamplingRatio)))
                .AddSource([Instrumentation.Name, .. OrleansSources])
                .AddAspNetCoreInstrumentation(asp => asp.Filter = http => !http.Request.Path.StartsWithSegments("/livez") && !http.Request.Path.StartsWithSegments("/readyz"))
                .AddOtlpExporter(otlp => SendTo(otlp, options, "traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(Meters)
                .AddOtlpExporter((otlp, reader) =>
                {
                    SendTo(otlp, options, "metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricInterval.TotalMilliseconds;
                }));
    }

    private static void SendTo(OtlpExporterOptions otlp, TelemetryOptions options, string signal)
    {
        var isGrpc = options.Protocol == TelemetryProtocol.Grpc;
        otlp.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // An address that is set here is taken as it is, also with HTTP, where each signal has a path of its own.
        otlp.Endpoint = isGrpc ? new Uri(options.Endpoint) : new Uri($"{options.Endpoint.TrimEnd('/')}/v1/{signal}");
    }

    private static void MeasureStore(IServiceCollection services)
    {
        const string Unmeasured = "unmeasured";
        var store = services.Last(service => service.ServiceType == typeof(IBlobStore) && !service.IsKeyedService);
        services.Remove(store);
        services.Add(ServiceDescriptor.KeyedSingleton(Unmeasured, (provider, _) => Create(store, provider)));
        services.AddSingleton<IBlobStore>(provider => new MeteredBlobStore(provider.GetRequiredKeyedService<IBlobStore>(Unmeasured)));
    }

    private static IBlobStore Create(ServiceDescriptor store, IServiceProvider provider) => (IBlobStore)(
        store.ImplementationInstance ?? store.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, store.ImplementationType!));
}
