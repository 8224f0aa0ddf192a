using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Unfinished;

/// <summary>Wakes every unfinished grain when this silo has started and whenever a member of the cluster has died.</summary>
internal sealed partial class UnfinishedWorkWaker(
    UnfinishedWork unfinished, IGrainFactory grains, IClusterMembershipService membership, TimeProvider clock, ILogger<UnfinishedWorkWaker> log) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress>? dead = null;
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var deadNow = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Dead).Select(member => member.SiloAddress).ToHashSet();
            var news = dead is null || !deadNow.IsSubsetOf(dead); // the dead of long ago are forgotten, which is none
            dead = deadNow;
            if (!news) continue;
            // Waking twice is harmless, sleeping on is not.
            while (!await TryWakeAllAsync(stoppingToken)) await Task.Delay(RetryPause, clock, stoppingToken);
        }
    }

    /// <returns>False when somebody could not be woken.</returns>
    private async Task<bool> TryWakeAllAsync(CancellationToken cancellationToken)
    {
        var all = true;
        try
        {
            await foreach (var (kind, key) in unfinished.ListAsync(cancellationToken)) all &= await TryWakeAsync(kind, key);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotListed(log, e);
            all = false;
        }
        return all;
    }

    private async Task<bool> TryWakeAsync(string kind, string key)
    {
        try
        {
            await WakeAsync(kind, key);
            LogWoken(log, kind, key);
            return true;
        }
        catch (NotSupportedException e)
        {
            LogNotWoken(log, e, kind, key);
            return true;
        }
        catch (Exception e)
        {
            // One grain that cannot be woken must not keep the others asleep.
            LogNotWoken(log, e, kind, key);
            return false;
        }
    }

    private Task WakeAsync(string kind, string key)
    {
        var slash = key.LastIndexOf('/');
        return kind switch
        {
            CorpusGrain.UnfinishedKind => grains.GetGrain<ICorpusGrain>(key[..slash]).WakeIngestion(int.Parse(key.AsSpan(slash + 1))),
            DatasetGrain.UnfinishedKind => grains.GetGrain<IDatasetGrain>(key).Wake(),
            TrainingSessionGrain.UnfinishedKind or TrainingSessionGrain.UnfinishedDeletionKind => grains.GetGrain<ITrainingSessionGrain>(key).Wake(),
            ModelGrain.UnfinishedKind => grains.GetGrain<IModelGrain>(key).Wake(),
            GenerationSessionGrain.UnfinishedKind => grains.GetGrain<IGenerationSessionGrain>(key[..slash]).WakeTune(int.Parse(key.AsSpan(slash + 1))),
            _ => throw new NotSupportedException($"This version knows no work of the kind '{kind}'."),
        };
    }

    [LoggerMessage(1000, LogLevel.Information, "woke unfinished {Kind} {Key}")]
    private static partial void LogWoken(ILogger log, string kind, string key);

    [LoggerMessage(1001, LogLevel.Warning, "could not wake unfinished {Kind} {Key}")]
    private static partial void LogNotWoken(ILogger log, Exception e, string kind, string key);

    [LoggerMessage(1002, LogLevel.Warning, "unfinished work could not be listed")]
    private static partial void LogNotListed(ILogger log, Exception e);
}
