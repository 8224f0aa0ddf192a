using MusicGen.Grains;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Training.Scheduling;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Audio;
using MusicGen.Silo.Clustering;
using MusicGen.Silo.Health;
using MusicGen.Silo.Telemetry;
using MusicGen.Storage.Azure;

namespace MusicGen.Silo.Hosting;

/// <summary>The settings that decide what a service consists of, all valid; those of single capabilities are among the services.</summary>
internal sealed record ServiceSettings(
    SiloSettings Silo, AzureStorageOptions Storage, ClusterOptions Cluster, TrainingNodeOptions Training, AccountsOptions Accounts, LimitsOptions Limits, UploadOptions Uploads,
    TelemetryOptions Telemetry)
{
    /// <summary>Whether this silo answers and composes.</summary>
    public bool IsWeb => Cluster.Does.HasFlag(SiloRoles.Web);

    /// <summary>Whether this silo trains.</summary>
    public bool Trains => Cluster.Does.HasFlag(SiloRoles.Train);

    /// <summary>Reads all sections, and adds each to the services.</summary>
    /// <exception cref="StartupException">Some cannot be used; the message names every fault.</exception>
    public static ServiceSettings Read(WebApplicationBuilder builder)
    {
        var reader = new SettingsReader(builder.Configuration, builder.Services);
        var accounts = reader.Read<AccountsOptions>(AccountsOptions.Section, read => read.Faults());
        reader.Add(KnownProxies.Faults(builder.Configuration));
        var silo = reader.Read<SiloSettings>(SiloSettings.Section, read => read.Faults(AddressesOf(builder.Configuration), accounts.SignIn));
        var storage = reader.Read<AzureStorageOptions>(AzureStorageOptions.Section, read => read.Faults());
        var cluster = reader.Read<ClusterOptions>(ClusterOptions.Section, read => read.Faults());
        reader.Add(cluster.Faults(storage));
        var training = reader.Read<TrainingNodeOptions>(TrainingNodeOptions.Section, read => read.Faults(cluster.Does.HasFlag(SiloRoles.Train)));
        var limits = reader.Read<LimitsOptions>(LimitsOptions.Section, read => read.WithDefaults(accounts.SignIn).Faults());
        var uploads = reader.Read<UploadOptions>(UploadOptions.Section, read => read.WithDefaults(accounts.SignIn).Faults());
        reader.Read<ScheduleOptions>(ScheduleOptions.Section, read => read.Faults());
        reader.Read<ComposingOptions>(ComposingOptions.Section, read => read.Faults());
        reader.Read<AudioOptions>(AudioOptions.Section, read => read.Faults());
        reader.Read<HealthOptions>(HealthOptions.Section, read => read.Faults());
        var telemetry = reader.Read<TelemetryOptions>(TelemetryOptions.Section, read => read.Faults(silo.Port));
        reader.ThrowIfFaulty();
        return new ServiceSettings(silo, storage, cluster, training, accounts, limits, uploads, telemetry);
    }

    /// <summary>Where the general settings of host and web server would listen.</summary>
    private static IEnumerable<string> AddressesOf(ConfigurationManager configuration) =>
    [
        .. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""),
    ];
}
