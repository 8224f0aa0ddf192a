using System.Reflection;

namespace MusicGen.Grains.Tests.Computing;

/// <summary>A grain without a cluster: all that a loop needs of one.</summary>
public sealed class LooseGrain : IGrainBase
{
    private readonly TaskCompletionSource _deactivated = new();

    public LooseGrain()
    {
        GrainContext = DispatchProxy.Create<IGrainContext, Context>();
        ((Context)GrainContext).Grain = this;
    }

    public IGrainContext GrainContext { get; }

    /// <summary>Completes when somebody gives up the activation.</summary>
    public Task Deactivated => _deactivated.Task;

    /// <summary>Public and open, as proxies must be.</summary>
    public class Context : DispatchProxy
    {
        public LooseGrain? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod?.Name)
            {
                case "get_GrainId":
                    return GrainId.Create("kind", "local/a");
                case nameof(IGrainContext.Deactivate):
                    Grain!._deactivated.SetResult();
                    return null;
                default:
                    throw new NotSupportedException(targetMethod?.Name);
            }
        }
    }
}
