using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Unfinished;

namespace MusicGen.Grains.Corpora;

[GrainType(TypeName)]
internal sealed class IngestionGrain : Grain, IIngestionGrain, IAsyncDisposable
{
    public const string TypeName = "ingestion";
    public const string UnfinishedKind = TypeName;

    /// <summary>Files whose reports are made durable together: large enough to be cheap, small enough to show progress.</summary>
    private const int FilesAtOnce = 64;

    private readonly MidiIntake _intake;
    private readonly UnfinishedWork _unfinished;
    private readonly GrainLoop _loop;
    private readonly Signal _changed = new();
    private readonly OwnedKey _corpus;
    private readonly int _number;
    private IngestionSummary? _last;

    public IngestionGrain(MidiIntake intake, UnfinishedWork unfinished, TimeProvider clock, ILogger<IngestionGrain> log)
    {
        (_intake, _unfinished) = (intake, unfinished);
        _loop = new GrainLoop(this, DelayDeactivation, isStale: () => false, clock, log);
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        _corpus = OwnedKey.Parse(key[..slash]);
        _number = int.Parse(key.AsSpan(slash + 1), CultureInfo.InvariantCulture);
    }

    private ICorpusGrain Corpus => GrainFactory.GetGrain<ICorpusGrain>(_corpus.ToString());

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Wake();

    public Task Wake()
    {
        _loop.Start(ReadAsync);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<IngestionSummary> Watch([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var change = _changed.Next;
            if ((_last ?? (await Corpus.GetIngestion(_number)).Value) is not { } summary) yield break;
            yield return summary;
            if (summary.Phase != IngestionPhase.Running) yield break;
            await change.WaitAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await Corpus.NextFiles(_number, FilesAtOnce) is { Files.Count: > 0 } pending)
        {
            var reports = await Task.WhenAll(pending.Files.Select(file => _intake.ReadAsync(_corpus, file, cancellationToken)));
            _last = await Corpus.AddReports(_number, pending.From, reports);
            _changed.Raise();
        }
        await _unfinished.ClearAsync(UnfinishedKind, this.GetPrimaryKeyString());
    }
}
