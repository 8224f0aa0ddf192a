using System.Net;
using MusicGen.Grains;
using MusicGen.Silo.Hosting;
using Orleans.Configuration;

namespace MusicGen.Silo.Clustering;

/// <summary>Adds the silo: alone, or as a member of a cluster.</summary>
internal static class ClusterRegistration
{
    /// <summary>Part of the names of what is stored: never to change.</summary>
    public const string ServiceId = "musicgen";

    /// <summary>Needs a store, a clock and validated <see cref="ClusterOptions"/> among the services.</summary>
    public static void AddCluster(this WebApplicationBuilder builder, ClusterOptions cluster)
    {
        builder.Services.AddSingleton<ClusterHealth>();
        if (cluster.IsCluster)
        {
            builder.Services
                .AddSingleton<RedisMembers>()
                .AddSingleton<BeaconStore>()
                .AddSingleton<OwnBeacon>()
                .AddSingleton<ClusterEntrance>()
                .AddSingleton<ClusterExit>()
                .AddSingleton<Strangers>()
                .AddHostedService<BeaconKeeper>() // this one and the next before the silo
                .AddHostedService<ClusterWatch>();
        }
        builder.UseOrleans(silo =>
        {
            if (cluster.IsCluster) silo.JoinCluster(cluster);
            else silo.UseLocalhostClustering(FreePort.Find(), gatewayPort: 0, serviceId: ServiceId, clusterId: "embedded"); // no gateway: the only client is this process
            silo.Configure<SiloOptions>(options => options.SiloName = cluster.Name);
            silo.AddMusicGenGrains(cluster.Does);
        });
        builder.Services.AddMusicGenWork(cluster.Does);
    }

    /// <summary>Looks whether the silo may join its cluster; to be called before the service starts. Nothing happens in the embedded profile.</summary>
    /// <exception cref="StartupException">It may not.</exception>
    public static async Task EnterClusterAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (app.Services.GetService<ClusterEntrance>() is { } entrance) await entrance.EnterAsync(cancellationToken);
    }

    private static void JoinCluster(this ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, cluster.ClusterId));
        silo.UseRedisClustering(_ => { });
        silo.Services.AddOptions<Orleans.Clustering.Redis.RedisClusteringOptions>().Configure<RedisMembers>((options, members) =>
        {
            options.ConfigurationOptions = cluster.RedisConfiguration();
            options.CreateMultiplexer = async _ => (await members.ConnectAsync(), IsShared: true);
            options.CreateRedisKey = _ => members.Key;
        });
        // The port is open at the advertised address only, and there is no gateway: clients speak HTTP.
        silo.ConfigureEndpoints(IPAddress.Parse(cluster.AdvertisedAddress), cluster.SiloPort == 0 ? FreePort.Find() : cluster.SiloPort, gatewayPort: 0, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // A process that is gone is noticed in 3 s, one that hangs in 9 s: by Orleans' own times it is 7 s and 66 s.
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MinProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2; // or as many as there are
            options.DeathVoteExpirationTimeout = TimeSpan.FromMinutes(1);
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            // After the death of all, the first to come waits for three of these.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
#pragma warning disable ORLEANSEXP003 // Orleans' own directory takes a third of the grains of living silos along with one that dies.
        silo.AddDistributedGrainDirectory();
        // As long as a silo that hangs is not noticed: shorter could make two of a grain, longer keeps new ones waiting.
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.FromSeconds(9));
#pragma warning restore ORLEANSEXP003
    }
}
