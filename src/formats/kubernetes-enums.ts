/** Fields that take only certain words, by definition and field. Source: the API reference of Kubernetes 1.37. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'core.v1.PodSpec restartPolicy': ['Always', 'OnFailure', 'Never'],
  'core.v1.PodSpec dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'core.v1.PodSpec preemptionPolicy': ['PreemptLowerPriority', 'Never'],
  'core.v1.Container imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'core.v1.Container terminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  'core.v1.ContainerPort protocol': ['TCP', 'UDP', 'SCTP'],
  'core.v1.ServicePort protocol': ['TCP', 'UDP', 'SCTP'],
  'networking.v1.NetworkPolicyPort protocol': ['TCP', 'UDP', 'SCTP'],
  'core.v1.ServiceSpec type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'core.v1.ServiceSpec sessionAffinity': ['None', 'ClientIP'],
  'core.v1.ServiceSpec externalTrafficPolicy': ['Cluster', 'Local'],
  'core.v1.ServiceSpec internalTrafficPolicy': ['Cluster', 'Local'],
  'core.v1.HTTPGetAction scheme': ['HTTP', 'HTTPS'],
  'core.v1.EmptyDirVolumeSource medium': ['', 'Memory', 'HugePages', 'HugePages-2Mi', 'HugePages-1Gi'],
  'core.v1.TopologySpreadConstraint whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'core.v1.Toleration operator': ['Exists', 'Equal', 'Lt', 'Gt'],
  'core.v1.Toleration effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute', ''],
  'core.v1.PersistentVolumeClaimSpec volumeMode': ['Filesystem', 'Block'],
  'core.v1.PersistentVolumeSpec persistentVolumeReclaimPolicy': ['Retain', 'Recycle', 'Delete'],
  'core.v1.LimitRangeItem type': ['Container', 'Pod', 'PersistentVolumeClaim'],
  'core.v1.SeccompProfile type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'core.v1.PodSecurityContext fsGroupChangePolicy': ['OnRootMismatch', 'Always'],
  'meta.v1.LabelSelectorRequirement operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'apps.v1.DeploymentStrategy type': ['RollingUpdate', 'Recreate'],
  'apps.v1.StatefulSetUpdateStrategy type': ['RollingUpdate', 'OnDelete'],
  'apps.v1.DaemonSetUpdateStrategy type': ['RollingUpdate', 'OnDelete'],
  'apps.v1.StatefulSetSpec podManagementPolicy': ['OrderedReady', 'Parallel'],
  'batch.v1.CronJobSpec concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'batch.v1.JobSpec completionMode': ['NonIndexed', 'Indexed'],
  'networking.v1.HTTPIngressPath pathType': ['Exact', 'Prefix', 'ImplementationSpecific'],
  'networking.v1.NetworkPolicySpec policyTypes': ['Ingress', 'Egress'],
  'autoscaling.v2.MetricSpec type': ['Resource', 'Pods', 'Object', 'External', 'ContainerResource'],
  'autoscaling.v2.MetricTarget type': ['Utilization', 'Value', 'AverageValue'],
  'policy.v1.PodDisruptionBudgetSpec unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow'],
  'rbac.v1.RoleRef kind': ['Role', 'ClusterRole'],
  'storage.v1.StorageClass reclaimPolicy': ['Retain', 'Delete', 'Recycle'],
  'storage.v1.StorageClass volumeBindingMode': ['Immediate', 'WaitForFirstConsumer'],
};

/** The words that a field takes; `undefined` where it takes any text. */
export function enumOf(definition: string, field: string): readonly string[] | undefined {
  const key = `${definition} ${field.replace(/\[[0-9]+\]$/, '')}`;
  return Object.hasOwn(TABLE, key) ? TABLE[key] : undefined;
}
