using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Composing;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Datasets;
using MusicGen.Grains.Models;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Ownership;
using MusicGen.Grains.Placement;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Grains.Unfinished;
using MusicGen.Inference.Batching;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.Hosting;

namespace MusicGen.Grains;

/// <summary>Adds the grains and what they need to a silo.</summary>
public static class GrainsRegistration
{
    /// <summary>
    /// Grains whose keys callers may choose. Orleans makes an activation of every key that is called, be it that of something deleted or one that a stranger makes up, so the time that they
    /// stay in memory when nobody calls bounds what those fill; whoever comes back later costs one reading of the state.
    /// </summary>
    private static readonly Type[] OfAnyKey = [typeof(AccountGrain), typeof(CorpusGrain), typeof(ModelGrain), typeof(TrainingSessionGrain), typeof(GenerationSessionGrain), typeof(TrainingQueueGrain)];

    private static readonly TimeSpan StayInMemory = TimeSpan.FromMinutes(2);

    /// <summary>Needs an <see cref="MusicGen.Storage.IBlobStore"/>, a <see cref="MusicGen.Contracts.Training.StorePlace"/>, a <see cref="TimeProvider"/> and validated <see cref="TrainingNodeOptions"/> and <see cref="ComposingOptions"/> among the services.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="roles">What it does: grains of another role live on other silos.</param>
    public static ISiloBuilder AddMusicGenGrains(this ISiloBuilder silo, SiloRoles roles = SiloRoles.All)
    {
        silo.Configure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(TrainingNodeGrain).Assembly && !roles.HasFlag(RoleOf(type))));
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            foreach (var grain in OfAnyKey) collection.ClassSpecificCollectionAge[grain.FullName!] = StayInMemory;
        });
        silo.Services.AddGrainStorage(BlobGrainStorage.Name, (services, _) => ActivatorUtilities.CreateInstance<BlobGrainStorage>(services));
        silo.AddIncomingGrainCallFilter<OwnershipFilter>();
        silo.Services.AddPlacementFilter<PinToSiloNameStrategy, PinToSiloNameDirector>(ServiceLifetime.Singleton);
        silo.Services
            .AddSingleton<UnfinishedWork>()
            .AddSingleton<CpuPool>()
            .AddSingleton<MidiIntake>()
            .AddSingleton<CorpusPages>()
            .AddSingleton<PageWriter>()
            .AddSingleton<DatasetAssembly>()
            .AddSingleton<CheckpointFolders>()
            .AddSingleton<SampleBlobs>()
            .AddSingleton<LoadedModels>()
            .AddSingleton<ComposingPlaces>()
            .AddSingleton(services => new CompositionEngine(services.GetRequiredService<IOptions<ComposingOptions>>().Value.Threads))
            .AddSingleton<TuneWriter>()
            .AddSingleton<ProgressStore>()
            .AddSingleton<FilesSideBySide>()
            .AddSingleton<OwnedIds>()
            .AddSingleton<CountedThings>()
            .AddSingleton<TrainingPools>()
            .AddSingleton<TrainingNode>()
            .TryAddSingleton<ITuneComposer, TuneComposer>(); // unless a test composes
        return silo;
    }

    /// <summary>Adds the work that starts with the silo and stops before it. Call it after the silo was added: hosted services start in that order.</summary>
    public static IServiceCollection AddMusicGenWork(this IServiceCollection services, SiloRoles roles = SiloRoles.All)
    {
        if (roles.HasFlag(SiloRoles.Web)) services.AddHostedService<ComposingLog>();
        if (roles.HasFlag(SiloRoles.Train)) services.AddHostedService(provider => provider.GetRequiredService<TrainingNode>());
        // Whoever wakes lives where the woken do: a silo that only trains has nobody to wake that others have not.
        if (roles.HasFlag(SiloRoles.Web)) services.AddHostedService<UnfinishedWorkWaker>();
        return services;
    }

    private static SiloRoles RoleOf(Type grain) => grain == typeof(TrainingNodeGrain) ? SiloRoles.Train : SiloRoles.Web;
}
