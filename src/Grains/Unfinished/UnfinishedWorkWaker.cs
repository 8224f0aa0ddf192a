using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Unfinished;

/// <summary>Wakes every unfinished grain when this silo has started and whenever a member of the cluster has died.</summary>
internal sealed partial class UnfinishedWorkWaker(UnfinishedWork unfinished, IGrainFactory grains, IClusterMembershipService membership, ILogger<UnfinishedWorkWaker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var dead = -1;
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var deadNow = snapshot.Members.Values.Count(member => member.Status == SiloStatus.Dead);
            if (deadNow == dead) continue;
            dead = deadNow;
            await WakeAllAsync(stoppingToken);
        }
    }

    private async Task WakeAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var (kind, key) in unfinished.ListAsync(cancellationToken))
        {
            try
            {
                await WakeAsync(kind, key);
                LogWoken(log, kind, key);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One grain that cannot be woken must not keep the others asleep; the next change of membership tries again.
                LogNotWoken(log, e, kind, key);
            }
        }
    }

    private Task WakeAsync(string kind, string key)
    {
        var slash = key.LastIndexOf('/');
        return kind switch
        {
            IngestionGrain.UnfinishedKind => grains.GetGrain<IIngestionGrain>(key).Wake(),
            DatasetGrain.UnfinishedKind => grains.GetGrain<IDatasetGrain>(key).Wake(),
            TrainingSessionGrain.UnfinishedKind => grains.GetGrain<ITrainingSessionGrain>(key).Wake(),
            GenerationSessionGrain.UnfinishedKind => grains.GetGrain<IGenerationSessionGrain>(key[..slash]).WakeTune(int.Parse(key.AsSpan(slash + 1))),
            _ => throw new NotSupportedException($"This version knows no work of the kind '{kind}'."),
        };
    }

    [LoggerMessage(1000, LogLevel.Information, "woke unfinished {Kind} {Key}")]
    private static partial void LogWoken(ILogger log, string kind, string key);

    [LoggerMessage(1001, LogLevel.Warning, "could not wake unfinished {Kind} {Key}")]
    private static partial void LogNotWoken(ILogger log, Exception e, string kind, string key);
}
