using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Ownership;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Unfinished;

namespace MusicGen.Grains.Datasets;

[GrainType(TypeName), Ownerless]
internal sealed class DatasetGrain : Grain, IDatasetGrain, IAsyncDisposable
{
    public const string TypeName = "dataset";
    public const string UnfinishedKind = TypeName;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly DurableState<DatasetState> _state;
    private readonly DatasetAssembly _assembly;
    private readonly UnfinishedWork _unfinished;
    private readonly TimeProvider _clock;
    private readonly GrainLoop _loop;
    private readonly Signal _changed = new();

    public DatasetGrain(
        [PersistentState(BlobGrainStorage.StateName, BlobGrainStorage.Name)] IPersistentState<DatasetState> stored,
        DatasetAssembly assembly, UnfinishedWork unfinished, TimeProvider clock, ILogger<DatasetGrain> log)
    {
        (_state, _assembly, _unfinished, _clock) = (new(stored), assembly, unfinished, clock);
        _loop = new GrainLoop(this, DelayDeactivation, () => _state.IsStale, clock, log);
    }

    private string Hash => this.GetPrimaryKeyString();

    private DatasetSummary Summary => _state.Value.Summary ?? new DatasetSummary(Hash, DatasetPhase.Absent);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Summary.Phase == DatasetPhase.Building ? Wake() : Task.CompletedTask;

    public async Task<DatasetSummary> Build(DatasetRecipe recipe)
    {
        if (RecipeHash.Of(recipe) != Hash) throw new ArgumentException("The recipe is that of another dataset.", nameof(recipe));
        if (Summary.Phase == DatasetPhase.Absent)
        {
            await _unfinished.MarkAsync(UnfinishedKind, Hash);
            await _state.UpdateAsync(_ => new DatasetState { Recipe = recipe, Summary = new DatasetSummary(Hash, DatasetPhase.Building) });
        }
        await Wake();
        return Summary;
    }

    public Task<DatasetSummary> Get() => Task.FromResult(Summary);

    public async Task<DatasetSummary> WaitABit(CancellationToken cancellationToken = default)
    {
        if (Summary.Phase == DatasetPhase.Building)
            await _changed.Next.WaitAsync(LongestWait, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Summary;
    }

    public Task Wake()
    {
        _loop.Start(AssembleAsync);
        return Task.CompletedTask;
    }

    private async Task AssembleAsync(CancellationToken cancellationToken)
    {
        if (_state.Value is { Recipe: { } recipe, Summary.Phase: DatasetPhase.Building })
        {
            var summary = await _assembly.AssembleAsync(Hash, recipe, cancellationToken);
            await _state.UpdateAsync(state => state with { Summary = summary });
            _changed.Raise();
        }
        await _unfinished.ClearAsync(UnfinishedKind, Hash);
    }
}
