using MusicGen.Cluster.Tests.Processes;
using MusicGen.Cluster.Tests.Training;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Training;

namespace MusicGen.Cluster.Tests.Sessions;

/// <summary>A model so large that some ten thousand words take seconds, on the one thread that its services compose with: time enough to die on the way.</summary>
public sealed class SlowModel(UnbrokenTraining unbroken) : IAsyncLifetime
{
    private readonly TemporaryFolder _data = unbroken.Copy();

    internal string Name { get; } = "slow";

    public async ValueTask InitializeAsync()
    {
        await using var silo = await SiloProcess.StartAsync(_data);
        var training = await silo.Client.Trainings.CreateAsync(
            new CreateTraining(
                unbroken.Corpus, Preset: "tiny", Hidden: 1024, Epochs: 1, BatchSize: 4, SequenceLength: 64, Seed: 7, Samples: 0, TransposeDown: 0, TransposeUp: 0, TempoShift: 0,
                Tokenizer: new TokenizerSettings(TokenizerKind.NoteNames)),
            cancellationToken: Patience.Token);
        await silo.EventsAsync(training.Id);
        await silo.Client.Models.PublishAsync(new PublishModel(training.Id, Name), Patience.Token);
        Assert.Equal(0, (await silo.TerminateAsync()).Code);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A data folder with the model, for one test.</summary>
    internal TemporaryFolder Copy() => _data.Copy();

    /// <summary>A service on such a folder.</summary>
    internal static Task<SiloProcess> StartAsync(TemporaryFolder data) => SiloProcess.StartAsync(data, "--Composing:Threads", "1", "--Training:Slots", "0");
}
