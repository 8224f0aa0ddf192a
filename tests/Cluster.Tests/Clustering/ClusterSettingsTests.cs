using MusicGen.Cluster.Tests.Processes;
using MusicGen.Tests.Azurite;

namespace MusicGen.Cluster.Tests.Clustering;

/// <summary>A silo that cannot be a member says why in a sentence, with exit code 2.</summary>
public sealed class ClusterSettingsTests(AzuriteServer azurite) : IDisposable
{
    private const int UsageError = 2;

    private const string NoStore = "The silos of a cluster share one store: set Storage:ConnectionString or Storage:ServiceUri.";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_ManyFaults_NamesThemAll()
    {
        var run = await StartAsync(
            "--Cluster:Redis", "localhost,pasword=geheim", "--Cluster:ClusterId", "a/b", "--Cluster:SiloName", "-x", "--Cluster:Roles", "web,sing", "--Cluster:SiloPort", "65536", "--Cluster:AdvertisedAddress", "0.0.0.0");

        const string rule = "1 to 63 letters, digits, hyphens, dots and underscores, and must begin and end with a letter or digit";
        AssertRefused(
            run,
            "Cluster:Redis cannot be read (Keyword 'pasword' is not supported. (Parameter 'pasword')): write it as host:port, then options of StackExchange.Redis behind commas.",
            $"Cluster:ClusterId must have {rule}.",
            $"Cluster:SiloName must have {rule}.",
            "Cluster:Roles must be web, train or web,train.",
            "Cluster:SiloPort must be 0 (any free port) to 65535.",
            "Cluster:AdvertisedAddress must be one IP address of this machine, such as 10.0.0.5: the others connect to it.",
            NoStore);
    }

    [Fact]
    public async Task Start_ClusterWithoutRedis_IsRefused() => AssertRefused(
        await StartAsync("--Cluster:Roles", "train"), "Cluster:Roles is for clusters: set Cluster:Redis too, or leave it away.");

    [Fact]
    public async Task Start_RolesAsAList_IsRefused() => AssertRefused(
        await StartAsync("--Cluster:Redis", "localhost", "--Cluster:SiloName", "x", "--Cluster:Roles:0", "train"), "Cluster:Roles is one value, not a list.", NoStore);

    [Fact]
    public async Task Start_RedisThatIsNotThere_IsRefused()
    {
        var place = $"127.0.0.1:{FreePort.Find()}";

        var run = await StartAsync("--Cluster:Redis", $"{place},connectTimeout=200,connectRetry=1", "--Cluster:SiloName", "x", "--Cluster:SiloPort", "0", "--Storage:ConnectionString", await azurite.StartAsync());

        AssertRefused(run, $"Redis cannot be reached at {place}: start it, or correct Cluster:Redis.");
    }

    private Task<ProgramResult> StartAsync(params string[] settings) => ProgramRun.RunAsync(null, ["--data", _data.Path, "--port", "0", "--Training:Slots", "0", .. settings]);

    private static void AssertRefused(ProgramResult run, params string[] sentences)
    {
        Assert.Equal(string.Join('\n', sentences) + "\n", run.Errors);
        Assert.Equal(UsageError, run.Code);
        Assert.Empty(run.Output);
    }
}
