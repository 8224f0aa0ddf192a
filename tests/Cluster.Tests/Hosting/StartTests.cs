using System.Net;
using System.Net.Sockets;
using MusicGen.Cluster.Tests.Processes;

namespace MusicGen.Cluster.Tests.Hosting;

/// <summary>A service that cannot start says why in a sentence, with exit code 2.</summary>
public sealed class StartTests : IDisposable
{
    private const int UsageError = 2;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_OnTheFolderOfARunningService_IsRefusedAndLeavesThatOneAlone()
    {
        await using var first = await SiloProcess.StartAsync(_data);

        var second = await StartAsync("--port", "0");

        AssertRefused(second, $"Another MusicGen service uses {_data.Path}: stop it, or give this one a folder of its own with --data.");
        Assert.Equal(1, (await first.QueueAsync()).Slots);
    }

    [Fact]
    public async Task Start_OnTheFolderOfAKilledService_Works()
    {
        await using var first = await SiloProcess.StartAsync(_data);
        await first.KillAsync();

        await using var second = await SiloProcess.StartAsync(_data);

        Assert.Empty((await second.QueueAsync()).Running);
    }

    [Fact]
    public async Task Start_PortInUse_IsRefused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await StartAsync("--port", $"{port}");

        AssertRefused(run, $"The service cannot listen at http://127.0.0.1:{port}: Address already in use. Choose another port with --port.");
    }

    [Fact]
    public async Task Start_OperatorPortInUse_IsRefused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await StartAsync("--port", "0", "--Telemetry:OperatorPort", $"{port}");

        AssertRefused(run, $"The service cannot listen at http://127.0.0.1:{port}: Address already in use. Choose another port with Telemetry:OperatorPort.");
    }

    [Theory]
    [InlineData("'--prot' is no command or option: see --help. Settings are given as --Section:Key value.", "--prot", "5")]
    [InlineData("'dmeo' is no command or option: see --help. Settings are given as --Section:Key value.", "dmeo")]
    [InlineData(
        "The service has no sign-in, so it listens on this machine only: take away the address http://0.0.0.0:5000 and set MusicGen:Port.",
        "--urls", "http://0.0.0.0:5000")]
    [InlineData("MusicGen:Port must be 0 (any free port) to 65535.", "--port", "65536")]
    [InlineData("'x' is no port: ports are numbers.\nSee --help.", "--port", "x")]
    [InlineData(
        "The training worker is not at /no/such/worker: set Training:WorkerPath, or Training:Slots to 0 for a silo that only composes.",
        "--Training:WorkerPath", "/no/such/worker")]
    public async Task Start_WrongOption_IsRefused(string sentence, params string[] options)
    {
        var run = await StartAsync(options);

        AssertRefused(run, sentence);
    }

    [Fact]
    public async Task Start_SeveralFaults_NamesThemAll()
    {
        var run = await StartAsync("--port", "-1", "--Training:Slots", "65");

        AssertRefused(run, "MusicGen:Port must be 0 (any free port) to 65535.\nTraining:Slots must be 0 to 64.");
    }

    [Fact]
    public async Task Start_FolderBelowAFile_IsRefused()
    {
        var file = _data["file"];
        await File.WriteAllTextAsync(file, "", Patience.Token);

        var run = await ProgramRun.RunAsync(null, "--data", Path.Combine(file, "below"), "--port", "0");

        Assert.Equal(UsageError, run.Code);
        Assert.StartsWith($"The data folder {file}/below cannot be written: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    private Task<ProgramResult> StartAsync(params string[] options) => ProgramRun.RunAsync(null, ["--data", _data.Path, .. options]);

    private static void AssertRefused(ProgramResult run, string sentences)
    {
        Assert.Equal(sentences + "\n", run.Errors);
        Assert.Equal(UsageError, run.Code);
        Assert.Empty(run.Output);
    }
}
